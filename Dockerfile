# One image for every unit and for the gateway: docker-compose.yml says which `main.ts` a container runs.
FROM node:24-slim AS manifests
WORKDIR /app
COPY . .
# Only what decides about packages goes on, so that a change of source code leaves the installed packages cached.
RUN find . \( -name package.json -o -name package-lock.json -o -name .npmrc \) -print0 \
  | tar --create --null --files-from=- --file=/manifests.tar

FROM node:24-slim
ENV NODE_OPTIONS="--disable-warning=ExperimentalWarning --max-semi-space-size=16"
WORKDIR /app
COPY --from=manifests /manifests.tar /tmp/
RUN tar --extract --file=/tmp/manifests.tar \
  && npm install --no-save --ignore-scripts --omit=dev --no-audit --no-fund \
  && npm cache clean --force
COPY . .
USER node
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readyz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "gateway/src/main.ts"]
