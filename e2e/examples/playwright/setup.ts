// Registers the one client of all workers, once the shop has its address.

import { levers } from "./double.ts";

export default async function setup() {
  const { CLIENT_ID: id, CLIENT_SECRET: secret, SHOP_URL: url } = process.env;
  await levers.POST("/_mock/clients", { body: { id: id!, secrets: [secret!], redirect_uris: [`${url}/callback`], pkce: "require" } });
  return async () => {
    await levers.DELETE("/_mock/clients/{id}", { params: { path: { id: id! } } });
  };
}
