namespace Gateway.Client.Internal;

/// <summary>What callers of live items give, checked. All faults are in one message.</summary>
internal static class LiveItemsCheck
{
    private static readonly TimeSpan LongestFlush = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestWrite = TimeSpan.FromMinutes(10);

    public static void Request(IReadOnlyList<string> references, LiveItemsRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        List<string> faults = [.. FaultsOf(references)];
        if (string.IsNullOrWhiteSpace(request.Session))
        {
            faults.Add($"{nameof(request.Session)} is the name of the session and must not be empty.");
        }

        if (request.FlushInterval < TimeSpan.Zero || request.FlushInterval > LongestFlush)
        {
            faults.Add($"{nameof(request.FlushInterval)} must be between 0 and one minute.");
        }

        Refuse(faults, nameof(request));
    }

    public static void References(IReadOnlyList<string> references) => Refuse([.. FaultsOf(references)], nameof(references));

    public static void Write(WaitingWriteOptions options)
    {
        if (options.Timeout < TimeSpan.FromMilliseconds(1) || options.Timeout > LongestWrite)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Timeout, $"{nameof(options.Timeout)} must be between 1 ms and 10 minutes.");
        }
    }

    private static IEnumerable<string> FaultsOf(IReadOnlyList<string> references)
    {
        ArgumentNullException.ThrowIfNull(references);
        return Enumerable.Range(0, references.Count).Where(i => string.IsNullOrWhiteSpace(references[i])).Take(1)
            .Select(i => $"Reference {i} is empty; give an item reference such as Tank101.Level.PV.");
    }

    private static void Refuse(List<string> faults, string name)
    {
        if (faults.Count > 0)
        {
            throw new ArgumentException(string.Join(" ", faults), name);
        }
    }
}
