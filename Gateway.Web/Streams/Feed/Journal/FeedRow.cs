using System.Globalization;
using Gateway.Web.Streams.Log.Journal;

namespace Gateway.Web.Streams.Feed.Journal;

/// <summary>A change as the journal stores it.</summary>
internal sealed class FeedRow : IJournalRow
{
    private const int Overhead = 64;

    public required long Sequence { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Number of the change's <see cref="Contracts.FeedKind"/>.</summary>
    public required int Kind { get; init; }

    public string? SessionId { get; init; }

    public string? SessionTag { get; init; }

    public string? SessionName { get; init; }

    /// <summary>Subject that owns the session; it helps to decide who may read the change.</summary>
    public string? Owner { get; init; }

    public string? Subject { get; init; }

    public string? Detail { get; init; }

    /// <summary>A JSON object whose values are texts.</summary>
    public string? Data { get; init; }

    /// <summary>Size of the row, which counts against the limit of bytes.</summary>
    public int Bytes { get; set; }

    /// <summary>Digest over all fields above.</summary>
    public long Digest { get; set; }

    public bool IsIntact() => Digest == DigestOf();

    /// <summary>Gives the row its size and its digest.</summary>
    public void Seal()
    {
        Bytes = Overhead + RowDigest.LengthOf(SessionId) + RowDigest.LengthOf(SessionTag) + RowDigest.LengthOf(SessionName) + RowDigest.LengthOf(Owner)
            + RowDigest.LengthOf(Subject) + RowDigest.LengthOf(Detail) + RowDigest.LengthOf(Data);
        Digest = DigestOf();
    }

    private long DigestOf() => RowDigest.Of(
        Sequence.ToString(CultureInfo.InvariantCulture),
        At.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
        Kind.ToString(CultureInfo.InvariantCulture),
        Bytes.ToString(CultureInfo.InvariantCulture),
        SessionId,
        SessionTag,
        SessionName,
        Owner,
        Subject,
        Detail,
        Data);
}
