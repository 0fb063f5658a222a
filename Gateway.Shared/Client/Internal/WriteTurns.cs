using Gateway.Errors;

namespace Gateway.Client.Internal;

/// <summary>
/// Runs the writes of one item one after the other, in the order of their calls, and those of different items at once. Safe on any thread.
/// </summary>
internal sealed class WriteTurns
{
    private const int MaxWrites = 1_000;

    private readonly object _gate = new();
    private readonly Dictionary<string, Task> _turns = new(LiveReference.Comparer);
    private int _count;

    /// <summary>Waits for the writes of the item that were called before, then does this one. The turn is taken before the call returns.</summary>
    /// <exception cref="GatewayException">Too many writes wait.</exception>
    public Task<WriteCompletion> RunAsync(string key, Func<Task<WriteCompletion>> write, CancellationToken cancellationToken)
    {
        var own = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_count >= MaxWrites)
            {
                throw new GatewayException(
                    GatewayErrorCode.TooManyPendingCommands, $"At most {MaxWrites} writes can wait at a time. Wait for some to complete.");
            }

            _count++;
            var before = _turns.TryGetValue(key, out var last) ? last : Task.CompletedTask;
            var turn = Task.WhenAll(before, own.Task);
            _turns[key] = turn;
            return InTurnAsync(before, write, () => Leave(key, own, turn), cancellationToken);
        }
    }

    private static async Task<WriteCompletion> InTurnAsync(Task before, Func<Task<WriteCompletion>> write, Action leave, CancellationToken cancellationToken)
    {
        // The caller holds the lock until here.
        await Task.Yield();
        try
        {
            await before.WaitAsync(cancellationToken);
            return await write();
        }
        finally
        {
            leave();
        }
    }

    private void Leave(string key, TaskCompletionSource<bool> own, Task turn)
    {
        own.TrySetResult(true);
        lock (_gate)
        {
            _count--;
            if (_turns.TryGetValue(key, out var last) && last == turn)
            {
                _turns.Remove(key);
            }
        }
    }
}
