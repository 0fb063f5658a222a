using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Keys;

namespace Gateway.Web.Access.Tokens;

/// <summary>
/// Loads the signing keys in the host's first start-up phase, so that nothing listens before tokens can be checked. A gateway whose
/// tokens another one signs loads none, even if its store has some.
/// </summary>
internal sealed class AccessStartup(SigningKeyRing keys, IOwnerDuties duties) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => duties.AreHere ? keys.LoadAsync(cancellationToken) : Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
