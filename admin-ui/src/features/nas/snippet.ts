/** Configuration to paste into the hub, so that it asks this server. */
export function iosSnippet(p: {
  server: string;
  secret: string;
  dynAuthPort: number;
  authorizationPassword: string | null;
}): string {
  const password = p.authorizationPassword ? ` password ${p.authorizationPassword}` : "";
  return `aaa new-model
!
radius server FLEXAAA
 address ipv4 ${p.server} auth-port 1812 acct-port 1813
 key ${p.secret}
!
aaa group server radius FLEXAAA
 server name FLEXAAA
!
aaa authorization network FLEXAAA group FLEXAAA
aaa accounting network FLEXAAA start-stop group FLEXAAA
aaa accounting update periodic 1
!
aaa server radius dynamic-author
 client ${p.server} server-key ${p.secret}
 port ${p.dynAuthPort}
!
crypto ikev2 profile default
 keyring aaa FLEXAAA name-mangler FLEXAAA${password}
 aaa authorization user psk cached
 aaa accounting psk FLEXAAA
!
crypto ikev2 name-mangler FLEXAAA
 fqdn all`;
}

/** The name this page was reached by is often the right one; a loopback name never is. */
export function serverName(hostname: string): string {
  return /^(localhost|127\.|\[?::1)/.test(hostname) ? "SERVER-ADDRESS" : hostname;
}
