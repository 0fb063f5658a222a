using System.Globalization;
using Gateway.CommandLine.Running;

namespace Gateway.CommandLine.Logs;

/// <summary>A position as text: <c>epoch:sequence</c>, or a sequence of the current epoch; alarms have their view behind it.</summary>
/// <param name="Epoch">The numbering; null for the current one.</param>
/// <param name="Sequence">The last sequence that was read; 0 is before the first.</param>
/// <param name="View">Of alarms: what the position was read with.</param>
internal sealed record PositionText(string? Epoch, long Sequence, string? View = null)
{
    /// <exception cref="ToolFailure">It is no position.</exception>
    public static PositionText? Parse(string? text) => text?.Split(':') switch
    {
        null => null,
        [var sequence] when TryRead(sequence, out var number) => new PositionText(null, number),
        [{ Length: > 0 } epoch, var sequence] when TryRead(sequence, out var number) => new PositionText(epoch, number),
        [{ Length: > 0 } epoch, var sequence, { Length: > 0 } view] when TryRead(sequence, out var number) => new PositionText(epoch, number, view),
        _ => throw new ToolFailure(ExitCodes.Usage, $"--from '{text}' is not a position.", "Give one as a command printed it, such as 443007a2882b7adb:1042, or 0 for the oldest that is kept."),
    };

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Epoch}:{Sequence}{(View is null ? "" : ":")}{View}");

    private static bool TryRead(string text, out long sequence) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out sequence);
}
