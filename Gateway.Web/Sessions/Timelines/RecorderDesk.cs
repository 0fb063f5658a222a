using System.Globalization;
using Gateway.Errors;
using Gateway.Web.Access.Callers;
using Gateway.Web.Platform.Recorder;

namespace Gateway.Web.Sessions.Timelines;

/// <summary>The flight recorder for clients. The caller's rights decide what is in it.</summary>
internal sealed class RecorderDesk(FlightRecorder recorder, RecorderSight sight)
{
    /// <summary>What is kept of one thing. A reader is found by its id in the overview, or by its subscription id.</summary>
    /// <exception cref="GatewayException"><c>Forbidden</c> or <c>NotFound</c>.</exception>
    public Timeline Read(Caller caller, RecorderPart part, string id)
    {
        sight.Demand(caller);
        return Find(part, id) is { } ring && ring.Copy() is var copy && sight.Sees(caller, copy) ? ToTimeline(caller, copy) : throw NothingKept(part);
    }

    /// <summary>The dumps that the caller may see, newest first.</summary>
    /// <exception cref="GatewayException"><c>Forbidden</c>.</exception>
    public DumpIndex List(Caller caller)
    {
        sight.Demand(caller);
        return new DumpIndex([.. recorder.Dumps.Where(dump => sight.Sees(caller, dump.Origin)).Reverse().Select(DumpSummary.Of)]);
    }

    /// <summary>One dump, without the timelines that the caller may not see.</summary>
    /// <exception cref="GatewayException"><c>Forbidden</c> or <c>NotFound</c>.</exception>
    public DumpReport Report(Caller caller, string id)
    {
        sight.Demand(caller);
        var dump = long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? recorder.Dumps.FirstOrDefault(kept => kept.Id == number && sight.Sees(caller, kept.Origin))
            : null;
        return dump is null
            ? throw new GatewayException(GatewayErrorCode.NotFound, "There is no dump with this id, or it is no longer kept; GET /api/recorder/dumps lists the dumps.")
            : new DumpReport(DumpSummary.Of(dump), [.. dump.Rings.Where(ring => sight.Sees(caller, ring)).Select(ring => ToTimeline(caller, ring))]);
    }

    private OccurrenceRing? Find(RecorderPart part, string id) => recorder.Find(part, id)
        ?? (part == RecorderPart.Stream ? recorder.All(part).Where(ring => IsOfSubscription(ring, id)).MaxBy(ring => ring.Number) : null);

    private static bool IsOfSubscription(OccurrenceRing ring, string subscriptionId) =>
        ring.Heading.Id.Length > subscriptionId.Length && ring.Heading.Id[subscriptionId.Length] == '.' && ring.Heading.Id.StartsWith(subscriptionId, StringComparison.Ordinal);

    private Timeline ToTimeline(Caller caller, RingCopy ring)
    {
        var heading = ring.Heading;
        return new Timeline
        {
            Part = heading.Part,
            Id = heading.Id,
            SessionId = heading.Session.IsNone ? null : heading.Session.Heading.Id,
            ConnectionId = heading.Connection.IsNone ? null : heading.Connection.Heading.Id,
            Subject = heading.Subject,
            Began = ring.Began,
            Ended = ring.Ended,
            Lost = ring.Lost,
            Entries = [.. ring.Entries.Where(entry => sight.Sees(caller, ring, entry)).Select(entry => ToEntry(ring, entry))],
        };
    }

    private static TimelineEntry ToEntry(RingCopy ring, Occurrence entry)
    {
        var other = entry.From == 0 ? null : ring.Others.GetValueOrDefault(entry.From);
        return new TimelineEntry
        {
            At = new DateTime(entry.At, DateTimeKind.Utc),
            Kind = entry.Kind,
            Part = other?.Part ?? (entry.From == 0 ? null : entry.IsOfStream ? RecorderPart.Stream : RecorderPart.Worker),
            Id = other?.Id,
            Data = OccurrenceText.DataOf(entry),
        };
    }

    private static GatewayException NothingKept(RecorderPart part) => new(
        GatewayErrorCode.NotFound, $"The flight recorder has no {part.ToString().ToLowerInvariant()} with this id that the token may see, or it has not kept it.");
}
