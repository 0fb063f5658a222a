using System.Collections.Concurrent;
using Gateway.Web.Access.Login;

namespace Gateway.Web.Tests.Access.Login;

internal sealed class RecordingLoginAudit : ILoginAudit
{
    private readonly ConcurrentQueue<LoginAttempt> _attempts = new();

    public IReadOnlyCollection<LoginAttempt> Attempts => _attempts;

    public ValueTask RecordAsync(LoginAttempt attempt, CancellationToken cancellationToken)
    {
        _attempts.Enqueue(attempt);
        return ValueTask.CompletedTask;
    }
}
