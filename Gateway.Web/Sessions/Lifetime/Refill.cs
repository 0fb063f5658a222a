using Gateway.Errors;

namespace Gateway.Web.Sessions.Lifetime;

/// <summary>
/// Waits until the history of an adopted session holds the events that its worker had when it connected. May be used on any thread.
/// </summary>
internal sealed class Refill
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _target;

    /// <param name="target">The worker's latest sequence; 0 when it has raised no event.</param>
    public Refill(long target)
    {
        _target = target;
        Reached(0);
    }

    public Task Done => _done.Task;

    public void Reached(long sequence)
    {
        if (sequence >= _target)
        {
            _done.TrySetResult();
        }
    }

    public void Failed(GatewayException error) => _done.TrySetException(error);
}
