using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Gateway.Web.Streams.Log.Journal;

/// <summary>
/// The digest of a row. SQLite checks the structure of its pages but not their contents; the digest detects contents that the disk has
/// changed, so that they are never delivered.
/// </summary>
internal static class RowDigest
{
    private const char Separator = '\u001f';
    private const string Absent = "\u0000";

    /// <summary>The digest over the fields of a row in their order.</summary>
    public static long Of(params IEnumerable<string?> fields)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(string.Join(Separator, fields.Select(field => field ?? Absent))), hash);
        return BinaryPrimitives.ReadInt64LittleEndian(hash);
    }

    /// <summary>
    /// What SQLite and UTF-8 give back as it was: SQLite ends a text at a zero character, and UTF-8 cannot encode half of a surrogate
    /// pair.
    /// </summary>
    public static string? Storable(string? text) => text is null
        ? null
        : System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text.Replace('\0', '\ufffd')));

    public static int LengthOf(string? text) => text is null ? 0 : System.Text.Encoding.UTF8.GetByteCount(text);
}
