namespace Gateway.CommandLine.Output;

/// <summary>Ends a tail by itself.</summary>
/// <param name="Count">After so many results; null for no such end.</param>
/// <param name="Time">After this time; null for no such end.</param>
/// <param name="Clock">The clock.</param>
internal sealed record ReaderLimit(int? Count, TimeSpan? Time, TimeProvider Clock)
{
    /// <summary>
    /// Reads until the limit is reached. The end by time is no cancellation for the caller, so that it can still say where the reading ended.
    /// </summary>
    /// <param name="items">What is read.</param>
    /// <param name="take">Handles one element and says how many results it had.</param>
    /// <param name="cancellationToken">Ends the reading with <see cref="OperationCanceledException"/>.</param>
    public async Task ReadAsync<T>(IAsyncEnumerable<T> items, Func<T, CancellationToken, ValueTask<int>> take, CancellationToken cancellationToken)
    {
        using var end = new CancellationTokenSource(Time ?? Timeout.InfiniteTimeSpan, Clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(end.Token, cancellationToken);
        var left = Count ?? long.MaxValue;
        try
        {
            await foreach (var item in items.WithCancellation(both.Token))
            {
                left -= await take(item, both.Token);
                if (left <= 0)
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // The time is over.
        }
    }
}
