/** What we use of Trusted Types, which the types of the platform do not know yet. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { readonly createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): string };
}

const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };

const scripts = trustedTypes?.createPolicy('halfopen', {
  createScriptURL: (url) => {
    if (new URL(url, location.href).origin !== location.origin) throw new Error(`not ours: ${url}`);
    return url;
  },
});

/** The only addresses that may become scripts are those of our own workers. What this gives passes for text. */
export const ownScript = (url: string): string => scripts?.createScriptURL(url) ?? url;
