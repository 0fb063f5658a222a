using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using Gateway.Contracts;
using Gateway.Wire;

namespace Gateway.Serialization;

/// <summary>
/// The position of a stream over many sessions as text: base64url, without padding, of
/// <c>{"v":1,"s":[["sessionId","epoch",sequence],…]}</c>, ordered by session id. Each set of positions has exactly one text.
/// Applications treat it as opaque.
/// </summary>
public static class MultiSessionCursor
{
    public const int MaxSessions = 4_096;
    public const int MaxBytes = 512 * 1024;

    private const int Version = 1;
    private const int MaxIdLength = 64;
    private const string NotACursor = "The cursor is not one that this gateway handed out.";

    private static readonly string Bounds = $"A cursor has at most {MaxSessions} sessions and {MaxBytes} bytes.";

    /// <param name="positions">In any order, each session once.</param>
    /// <exception cref="MalformedDataException">There are too many positions, a session occurs twice, or a position is invalid.</exception>
    public static string Write(IEnumerable<SessionPosition> positions)
    {
        var ordered = positions.OrderBy(position => position.SessionId, StringComparer.Ordinal).ToArray();
        Check(ordered);
        var output = new ArrayBufferWriter<byte>(32 + (ordered.Length * 80));
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            writer.WriteNumber("v"u8, Version);
            writer.WriteStartArray("s"u8);
            foreach (var position in ordered)
            {
                writer.WriteStartArray();
                writer.WriteStringValue(position.SessionId);
                writer.WriteStringValue(position.Epoch);
                writer.WriteNumberValue(position.Sequence);
                writer.WriteEndArray();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        var text = Base64Url.EncodeToString(output.WrittenSpan);
        return text.Length <= MaxBytes ? text : throw new MalformedDataException(Bounds);
    }

    /// <exception cref="MalformedDataException">The text is not exactly one that <see cref="Write"/> makes.</exception>
    public static IReadOnlyList<SessionPosition> Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxBytes)
        {
            throw new MalformedDataException(Bounds);
        }

        try
        {
            using var document = JsonDocument.Parse(Base64Url.DecodeFromChars(text), new JsonDocumentOptions { MaxDepth = 4 });
            var sessions = document.RootElement.GetProperty("s");
            if (document.RootElement.GetProperty("v").GetInt32() != Version || sessions.GetArrayLength() > MaxSessions)
            {
                throw new MalformedDataException(NotACursor);
            }

            var positions = sessions.EnumerateArray().Select(PositionOf).ToArray();
            // Each set of positions has exactly one text; spaces, another order or a second field would allow another one.
            return Write(positions) == text ? positions : throw new MalformedDataException(NotACursor);
        }
        catch (Exception error) when (error is (FormatException and not MalformedDataException) or JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new MalformedDataException(NotACursor);
        }
    }

    private static SessionPosition PositionOf(JsonElement position) => position.GetArrayLength() == 3
        ? new SessionPosition(position[0].GetString()!, position[1].GetString()!, position[2].GetInt64())
        : throw new MalformedDataException(NotACursor);

    private static void Check(SessionPosition[] ordered)
    {
        if (ordered.Length > MaxSessions)
        {
            throw new MalformedDataException(Bounds);
        }

        for (var i = 0; i < ordered.Length; i++)
        {
            var position = ordered[i];
            var twice = i > 0 && ordered[i - 1].SessionId == position.SessionId;
            if (twice || !IsId(position.SessionId) || !IsId(position.Epoch) || position.Sequence is < 0 or > WireInteger.MaxExact)
            {
                throw new MalformedDataException(NotACursor);
            }
        }
    }

    private static bool IsId(string? text) =>
        text is { Length: > 0 and <= MaxIdLength } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':');
}
