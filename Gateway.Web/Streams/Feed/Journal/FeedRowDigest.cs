using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Gateway.Web.Streams.Feed.Journal;

/// <summary>
/// The digest of a row. SQLite checks the structure of its pages but not their contents; the digest detects contents that the disk has
/// changed, so that they are never delivered as changes.
/// </summary>
internal static class FeedRowDigest
{
    private const int RowOverhead = 64;
    private const char Separator = '\u001f';
    private const string Absent = "\u0000";

    public static void Seal(FeedRow row)
    {
        row.Bytes = RowOverhead + LengthOf(row.SessionId) + LengthOf(row.SessionTag) + LengthOf(row.SessionName) + LengthOf(row.Owner)
            + LengthOf(row.Subject) + LengthOf(row.Detail) + LengthOf(row.Data);
        row.Digest = Of(row);
    }

    public static bool Holds(FeedRow row) => row.Digest == Of(row);

    private static long Of(FeedRow row)
    {
        var text = string.Join(
            Separator,
            row.Sequence.ToString(CultureInfo.InvariantCulture),
            row.At.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
            row.Kind.ToString(CultureInfo.InvariantCulture),
            row.Bytes.ToString(CultureInfo.InvariantCulture),
            row.SessionId ?? Absent,
            row.SessionTag ?? Absent,
            row.SessionName ?? Absent,
            row.Owner ?? Absent,
            row.Subject ?? Absent,
            row.Detail ?? Absent,
            row.Data ?? Absent);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text), hash);
        return BinaryPrimitives.ReadInt64LittleEndian(hash);
    }

    private static int LengthOf(string? text) => text is null ? 0 : System.Text.Encoding.UTF8.GetByteCount(text);
}
