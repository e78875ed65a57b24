// oidc-provider, set up so that who is sent to log in is logged in, and agrees.
import Provider from "oidc-provider";

const port = process.argv[2];
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{
    client_id: "testclient", client_secret: "testsecret", redirect_uris: ["https://acme.inc/oauth_redirect"],
    grant_types: ["authorization_code", "refresh_token"], response_types: ["code"],
  }],
  features: { devInteractions: { enabled: false } },
  cookies: { keys: ["load"] },
  pkce: { required: () => false },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  issueRefreshToken: async () => true,
  findAccount: async (_, id) => ({ accountId: id, claims: async () => ({ sub: id }) }),
  async loadExistingGrant(ctx) {
    const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
    grant.addOIDCScope("openid");
    await grant.save();
    return grant;
  },
});
provider.use(async (ctx, next) => {
  if (!ctx.path.startsWith("/interaction/")) return next();
  await provider.interactionFinished(ctx.req, ctx.res, { login: { accountId: "john" } });
  ctx.respond = false;
});
provider.listen(port, "127.0.0.1", () => console.log("provider is ready"));
