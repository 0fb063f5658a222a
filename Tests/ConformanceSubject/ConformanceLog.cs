using System.Text.Json;
using Gateway.Contracts;
using Gateway.Events;

namespace ConformanceSubject;

/// <summary>Appends one JSON object per line. A line is in the file when the method returns, so that a killed program has logged what it did.</summary>
internal sealed class ConformanceLog(string path) : IDisposable
{
    private readonly StreamWriter _file = new(path, append: true) { AutoFlush = true };

    public void Write(StreamItem item)
    {
        object? line = item switch
        {
            EventsItem events => new { type = "events", values = ValuesOf(events.Events) },
            SnapshotItem snapshot => new { type = "snapshot", asOf = snapshot.AsOf, values = ValuesOf(snapshot.Events) },
            GapItem gap => new { type = "gap", reason = JsonNamingPolicy.CamelCase.ConvertName(gap.Reason.ToString()), requestedAfter = gap.RequestedAfter, oldest = gap.Oldest, latest = gap.Latest, missed = gap.Missed },
            LaggedItem lagged => new { type = "lagged", conflated = lagged.Conflated, dropped = lagged.Dropped },
            _ => null,
        };
        if (line is not null)
        {
            Write(line);
        }
    }

    public void Write(object line) => _file.WriteLine(JsonSerializer.Serialize(line));

    public void Dispose() => _file.Dispose();

    private static object?[] ValuesOf(IEnumerable<MxEvent> events) => [.. events.Select(item => item.Value?.ToObject())];
}
