namespace Gateway.Web.Access.Login;

/// <summary>Answer of <c>GET /api/login</c>.</summary>
/// <param name="Password">Whether a name and a password can be posted.</param>
internal sealed record LoginWays(bool Password);
