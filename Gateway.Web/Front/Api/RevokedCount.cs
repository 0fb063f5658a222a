namespace Gateway.Web.Front.Api;

/// <summary>Answer to the revocation of a token.</summary>
/// <param name="Revoked">The number of tokens that this call revoked: the token and those derived from it; 0 when they were revoked
/// before.</param>
internal sealed record RevokedCount(int Revoked);
