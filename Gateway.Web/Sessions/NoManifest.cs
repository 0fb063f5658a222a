namespace Gateway.Web.Sessions;

/// <summary>Keeps nothing: for a gateway without a store.</summary>
internal sealed class NoManifest : ISessionManifest
{
    public Task SaveAsync(ManifestRow row) => Task.CompletedTask;

    public Task RemoveAsync(string sessionId) => Task.CompletedTask;
}
