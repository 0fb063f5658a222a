using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Values;

namespace Gateway.Client.Internal;

/// <summary>Adds the first values of items to the results of their subscription.</summary>
internal sealed class FirstValues(GatewaySession session, int serverHandle, TimeSpan wait)
{
    /// <summary>What the command may take longer than the wait for values.</summary>
    private const int MarginMs = 5_000;

    public static void Check(TimeSpan? wait)
    {
        if (wait < TimeSpan.FromMilliseconds(1) || wait > TimeSpan.FromMinutes(10))
        {
            throw new ArgumentOutOfRangeException(nameof(wait), wait, "The wait for first values must be between 1 ms and 10 minutes.");
        }
    }

    public async Task<IReadOnlyList<MxItemResult>> AddToAsync(
        IReadOnlyList<MxItemResult> subscribed, IReadOnlyList<string> itemDefinitions, CancellationToken cancellationToken)
    {
        int[] open = [.. Enumerable.Range(0, subscribed.Count).Where(i => subscribed[i].Hresult >= 0)];
        if (open.Length == 0)
        {
            return subscribed;
        }

        var waitMs = (int)wait.TotalMilliseconds;
        var command = new MxCommand
        {
            Method = MxMethod.ReadBulk,
            ServerHandle = serverHandle,
            ItemDefinitions = [.. open.Select(i => itemDefinitions[i])],
            ReadTimeoutMs = waitMs,
            TimeoutMs = waitMs + MarginMs,
        };
        var results = subscribed.ToArray();
        try
        {
            var read = await session.RunAsync(command, reply => reply.Results, cancellationToken);
            foreach (var (i, value) in open.Zip(read))
            {
                results[i] = Merge(results[i], value);
            }
        }
        catch (GatewayException error)
        {
            // The caller needs the handles of what is subscribed.
            Array.ForEach(open, i => results[i] = results[i] with { Diagnostic = Missing(error.Message) });
        }

        return results;
    }

    private static MxItemResult Merge(MxItemResult subscribed, MxItemResult read) => subscribed with
    {
        Value = read.Value,
        Quality = read.Quality,
        SourceTime = read.SourceTime,
        Statuses = read.Statuses,
        Cached = read.Cached,
        WorkerTime = read.WorkerTime,
        Diagnostic = DiagnosticOf(read) ?? subscribed.Diagnostic,
    };

    private static string Missing(string? why) => $"The item is subscribed, but its first value did not come: {why}";

    private static string? DiagnosticOf(MxItemResult read) => read.Hresult < 0
        ? Missing(read.Diagnostic)
        : read.Statuses?.FirstOrDefault(status => status.Success == 0) is { } failed ? MxStatusText.Of(failed) : null;
}
