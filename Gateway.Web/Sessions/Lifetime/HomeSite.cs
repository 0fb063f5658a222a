namespace Gateway.Web.Sessions.Lifetime;

/// <summary>The site that the sessions of this gateway's own workers belong to.</summary>
/// <param name="Name">Null when the gateway publishes its sessions for no site.</param>
internal sealed record HomeSite(string? Name);
