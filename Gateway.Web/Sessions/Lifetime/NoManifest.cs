namespace Gateway.Web.Sessions.Lifetime;

/// <summary>A manifest that stores nothing, for a gateway without a store.</summary>
internal sealed class NoManifest : ISessionManifest
{
    public Task SaveAsync(SessionRecord row) => Task.CompletedTask;

    public Task RemoveAsync(string sessionId) => Task.CompletedTask;
}
