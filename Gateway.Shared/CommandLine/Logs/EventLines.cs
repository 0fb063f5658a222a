using System.Globalization;
using System.Text.Json.Nodes;
using Gateway.CommandLine.Output;
using Gateway.Contracts;
using Gateway.Events;
using Gateway.Values;

namespace Gateway.CommandLine.Logs;

/// <summary>The items of a session's stream for people, and the names of the items in their JSON.</summary>
internal static class EventLines
{
    public static IEnumerable<string> Of(StreamItem item, ItemNames names) => item switch
    {
        EventsItem events => events.Events.Select(one => LineOf(one, names)),
        SnapshotItem snapshot => snapshot.Events.Select(one => LineOf(one, names)),
        GapItem gap => [$"-- gap: {(gap.Missed is { } count ? $"{count} events" : "events")} after {gap.RequestedAfter} cannot be given ({gap.Reason}); the stream goes on with {gap.Oldest}"],
        LaggedItem lagged => [$"-- lagged: {lagged.Conflated} events were merged and {lagged.Dropped} dropped"],
        StateItem state => [$"-- the session is {state.State}{(state.Fault is { } fault ? $": {fault.Code}: {fault.Message}" : "")}"],
        _ => [],
    };

    public static IReadOnlyList<MxEvent> EventsOf(StreamItem item) => item switch
    {
        EventsItem events => events.Events,
        SnapshotItem snapshot => snapshot.Events,
        _ => [],
    };

    /// <summary>Adds the name of its item to each event, where it is known.</summary>
    public static void AddNames(JsonObject json, IReadOnlyList<MxEvent> events, ItemNames names)
    {
        if (json["events"] is not JsonArray list)
        {
            return;
        }

        for (var i = 0; i < list.Count; i++)
        {
            if (names.Find(events[i]) is { } name)
            {
                list[i]!.AsObject().Insert(0, "item", name);
            }
        }
    }

    private static string LineOf(MxEvent one, ItemNames names)
    {
        var name = names.Find(one) ?? string.Create(CultureInfo.InvariantCulture, $"handle {one.ServerHandle}/{one.ItemHandle}");
        var time = ValueText.OfTime(one.SourceTime ?? one.WorkerTime);
        return one.Family == EventFamily.OnDataChange
            ? Results.Columns(time, name, ValueText.Of(one.Value), ValueText.OfQuality(one.Quality))
            : Results.Columns(time, name, $"{one.Family}", ValueText.Of(one.Value), string.Join("; ", one.Statuses.Select(MxStatusText.Of)));
    }
}
