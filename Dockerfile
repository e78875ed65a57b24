# sms77mock in an image of its own: one static binary and the shipped worlds.
#
#   docker build -t sms77mock .
#   docker run --rm -p 127.0.0.1:8077:8077 sms77mock
#
# A world of your own: -v ./world.yaml:/world.yaml:ro -e SMS77MOCK_WORLD=/world.yaml
# It builds with BuildKit, for other platforms too (--platform linux/amd64,linux/arm64),
# and with the classic builder.

# The compiler runs on the machine that builds, whatever it builds for. Only
# BuildKit knows BUILDPLATFORM; "linux" is the machine's own.
FROM --platform=${BUILDPLATFORM:-linux} golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
# BuildKit fills these two in. Go takes empty ones for the machine's own.
ARG TARGETOS
ARG TARGETARCH
ARG VERSION=devel
ARG COMMIT=
ARG DATE=
RUN CGO_ENABLED=0 GOOS=${TARGETOS} GOARCH=${TARGETARCH} \
    go build -trimpath -ldflags "-s -w -X main.version=${VERSION} -X main.commit=${COMMIT} -X main.date=${DATE}" -o /sms77mock ./cmd/sms77mock \
    && mkdir /ca /state

FROM scratch
ARG VERSION=devel
ARG COMMIT=
ARG DATE=
LABEL org.opencontainers.image.title="sms77mock" \
      org.opencontainers.image.description="A local double of the sms77.io (seven.io) OAuth 2.0 server and SMS gateway, for tests" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${COMMIT}" \
      org.opencontainers.image.created="${DATE}" \
      org.opencontainers.image.licenses="MIT"
COPY --from=build /sms77mock /sms77mock
# Webhooks may go to https URLs.
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /src/fixtures/*.yaml /fixtures/
# Volumes mounted here belong to the user below: -v ca:/ca -e SMS77MOCK_TLS_CA_DIR=/ca,
# -v state:/state -e SMS77MOCK_STATE=/state
COPY --from=build --chown=65532:65532 /ca /ca
COPY --from=build --chown=65532:65532 /state /state
ENV SMS77MOCK_ADDR=0.0.0.0:8077
# So that docker exec finds the program by the name that the documentation calls it.
ENV PATH=/
EXPOSE 8077
USER 65532:65532
# Asked for the first time after a second and, once the server has run for a
# while, every five: the probe itself lingers then, because engines before 25 do
# not know --start-interval. It asks at the server's own --addr.
HEALTHCHECK --interval=1s --timeout=10s --retries=3 CMD ["/sms77mock", "healthcheck", "--timeout", "4s", "--linger", "4s"]
ENTRYPOINT ["/sms77mock"]
