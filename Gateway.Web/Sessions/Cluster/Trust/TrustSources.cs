using Gateway.Web.Access.Keys;
using Gateway.Web.Access.Live;

namespace Gateway.Web.Sessions.Cluster.Trust;

/// <summary>What an owner publishes of its tokens.</summary>
internal sealed record TrustSources(SigningKeyRing Keys, RevokedTokens Revoked);
