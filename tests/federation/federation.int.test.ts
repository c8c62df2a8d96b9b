// Every shape that the federation documentation names, over tiny subgraphs on HTTP. In one file: to load a gateway takes longer than to
// ask it. One idea alone: npm test -- tests/federation -t '@provides'

import './abstractCases.ts';
import './entitiesCases.ts';
import './faultsCases.ts';
import './fragmentsCases.ts';
import './hidingCases.ts';
import './interfaceObjectsCases.ts';
import './keysCases.ts';
import './mergingCases.ts';
import './mutationsCases.ts';
import './overridesCases.ts';
import './protocolCases.ts';
import './providingCases.ts';
import './requiringCases.ts';
import './valuesCases.ts';
import './variablesCases.ts';
