using System.Globalization;
using Gateway.Web.Streams.Log.Journal;

namespace Gateway.Web.Streams.Alarms.Journal;

/// <summary>A transition as the log stores it.</summary>
internal sealed class AlarmRow : IJournalRow
{
    private const int Overhead = 48;

    public required long Sequence { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The <see cref="AlarmRecord"/> as JSON.</summary>
    public required string Data { get; init; }

    public int Bytes { get; set; }

    /// <summary>Digest over all fields above.</summary>
    public long Digest { get; set; }

    public bool IsIntact() => Digest == DigestOf();

    /// <summary>Gives the row its size and its digest.</summary>
    public void Seal()
    {
        Bytes = Overhead + RowDigest.LengthOf(Data);
        Digest = DigestOf();
    }

    private long DigestOf() => RowDigest.Of(
        Sequence.ToString(CultureInfo.InvariantCulture),
        At.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
        Bytes.ToString(CultureInfo.InvariantCulture),
        Data);
}
