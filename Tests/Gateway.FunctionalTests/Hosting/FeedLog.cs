using System.Globalization;
using Gateway.Client;
using Gateway.Contracts;

namespace Gateway.FunctionalTests.Hosting;

/// <summary>A consumer that continues after every interruption and checks every item that it gets.</summary>
internal sealed class FeedLog(FeedStream stream)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, string> _changes = [];
    private readonly Dictionary<(string Run, string Producer), int> _counts = [];
    private readonly List<string> _faults = [];
    private long _next = 1;

    /// <summary>The highest sequence that it has received.</summary>
    public long Latest
    {
        get
        {
            lock (_gate)
            {
                return _next - 1;
            }
        }
    }

    public int Holes { get; private set; }

    public IReadOnlyList<string> Faults
    {
        get
        {
            lock (_gate)
            {
                return [.. _faults];
            }
        }
    }

    public static string TextOf(FeedChange change) =>
        $"{change.Kind} {change.At:O} {string.Join(',', (change.Data ?? new Dictionary<string, string>()).OrderBy(pair => pair.Key, StringComparer.Ordinal))}";

    public string? TextAt(long sequence)
    {
        lock (_gate)
        {
            return _changes.GetValueOrDefault(sequence);
        }
    }

    public async Task ReadAsync()
    {
        await foreach (var item in stream)
        {
            lock (_gate)
            {
                if (item is FeedResetItem reset)
                {
                    _faults.Add($"reset {reset.Reason} after {reset.RequestedAfter}");
                }

                foreach (var change in item is FeedChangesItem { Changes: var changes } ? changes : [])
                {
                    Take(change);
                }
            }
        }
    }

    private void Take(FeedChange change)
    {
        if (change.Sequence != _next)
        {
            _faults.Add($"{change.Sequence} instead of {_next}");
        }

        _next = change.Sequence + 1;
        _changes[change.Sequence] = TextOf(change);
        if (change.Kind == FeedKind.FeedHole)
        {
            Holes++;
            if (change.Data!["reason"] != "uncleanEnd")
            {
                _faults.Add($"hole {change.Data["reason"]}");
            }
        }
        else if (change.Data is { } data && data.TryGetValue("run", out var run))
        {
            var producer = (run, data["producer"]);
            var count = int.Parse(data["count"], CultureInfo.InvariantCulture);
            if (count != _counts.GetValueOrDefault(producer))
            {
                _faults.Add($"{producer} counted {count} instead of {_counts.GetValueOrDefault(producer)}");
            }

            _counts[producer] = count + 1;
        }
    }
}
