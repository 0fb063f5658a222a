namespace Gateway.Web.Front.Api;

/// <summary>Answer to a revocation.</summary>
/// <param name="Revoked">The tokens that ended by it, derived ones included; 0 when it was revoked before.</param>
internal sealed record RevokedCount(int Revoked);
