using System.Collections.Frozen;
using Gateway.Contracts;
using Gateway.Web.Access.Callers;

namespace Gateway.Web.Streams.Feed.Reading;

/// <summary>The filter of one reader, within what its caller may read. Immutable.</summary>
internal sealed class FeedFilter(FeedReach reach, IEnumerable<FeedKind>? kinds, IEnumerable<string>? sessionTags)
{
    private readonly FrozenSet<FeedKind>? _kinds = kinds?.ToFrozenSet();
    private readonly FrozenSet<string>? _sessionTags = sessionTags?.ToFrozenSet(StringComparer.Ordinal);

    public bool Matches(FeedRecord record, Caller caller) =>
        (record.Change.Kind == FeedKind.FeedHole || (IsAskedFor(record.Change.Kind) && IsOfTag(record.Change))) && reach.Reaches(caller, record);

    private bool IsAskedFor(FeedKind kind) => _kinds is null || _kinds.Contains(kind);

    private bool IsOfTag(FeedChange change) => _sessionTags is null
        || (change.SessionTag is { } tag && _sessionTags.Contains(tag))
        || (change is { Kind: FeedKind.SessionTagged, Data: { } data } && data.TryGetValue("from", out var former) && _sessionTags.Contains(former));
}
