namespace Gateway.Client.Internal;

/// <summary>The token that a connection has.</summary>
/// <param name="ExpiresAt">Its end by the gateway's clock, which compares with that of another token only.</param>
/// <param name="Since">By the clock's counter.</param>
/// <param name="Rest">How long it lasts from then on.</param>
internal sealed record HeldToken(DateTimeOffset ExpiresAt, long Since, TimeSpan Rest);
