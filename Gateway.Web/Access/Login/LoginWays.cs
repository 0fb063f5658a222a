namespace Gateway.Web.Access.Login;

/// <summary>Answer of <c>GET /api/login</c>.</summary>
/// <param name="Password">Whether clients can log in by name and password.</param>
internal sealed record LoginWays(bool Password);
