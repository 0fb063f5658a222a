declare module '*?sharedworker&url' {
  const url: string;
  export default url;
}

declare const trustedTypes: { createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string } };
