// A real OpenID provider (certified by the OpenID Foundation) with one client and whoever types their name: the password is not asked
// for what it is. Started by tests/e2e/test_sso.py: node provider.mjs <port> <client id> <client secret> <redirect uri>
import Provider from "oidc-provider";

const [port, clientId, clientSecret, redirectUri] = process.argv.slice(2);
const issuer = `http://localhost:${port}`;

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: clientId,
      client_secret: clientSecret,
      redirect_uris: [redirectUri],
      post_logout_redirect_uris: [new URL("/", redirectUri).href],
    },
  ],
  pkce: { methods: ["S256"], required: () => true },
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "groups"] },
  // Claims come with the ID token or, as the standard's default has it, from UserInfo: the second is the longer way.
  conformIdTokenClaims: true,
  findAccount: (_, login) => ({
    accountId: login,
    claims: () => ({
      sub: `subject-of-${login}`,
      email: `${login}@example.com`,
      email_verified: true,
      name: login[0].toUpperCase() + login.slice(1),
      groups: ["staff"],
    }),
  }),
  cookies: { keys: ["the tests' own"] },
  // Everybody who works there may use what it is connected to.
  loadExistingGrant: async (context) => {
    const grant = new context.oidc.provider.Grant({
      clientId: context.oidc.client.clientId,
      accountId: context.oidc.session.accountId,
    });
    grant.addOIDCScope("openid email profile");
    await grant.save();
    return grant;
  },
});

provider.listen(Number(port), "127.0.0.1", () => console.log(`ready at ${issuer}`));
