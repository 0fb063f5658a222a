using System.Text;

namespace Gateway.Worker;

/// <summary>
/// The start of a spare worker: a process that waits, ready to run, until the gateway gives it a session. What other workers get as
/// arguments and in the environment, it reads from standard input, which only the gateway that started it can write to.
/// </summary>
internal static class SpareStart
{
    public const string Argument = "--spare";

    /// <summary>Greatest size of what the gateway writes, in bytes.</summary>
    private const int MaxBytes = 64 * 1024;

    public static bool IsMeant(IReadOnlyList<string> arguments) => arguments is [Argument];

    /// <summary>
    /// Waits for the lines of the gateway: the nonce in base64, the arguments, one a line, and an empty line. The lines are read byte by
    /// byte, because what follows them belongs to <see cref="GatewayWatch"/>.
    /// </summary>
    /// <param name="input">Standard input. It stays open.</param>
    /// <returns>Null when the gateway ended without giving it a session.</returns>
    public static SpareClaim? Wait(Stream input)
    {
        var lines = new List<string>();
        var line = new List<byte>();
        for (var read = 0; read < MaxBytes && input.ReadByte() is >= 0 and var next; read++)
        {
            if (next != '\n')
            {
                line.Add((byte)next);
                continue;
            }

            if (line.Count == 0)
            {
                return lines.Count == 0 ? null : new SpareClaim(lines[0], lines[1..]);
            }

            lines.Add(Encoding.UTF8.GetString([.. line]));
            line.Clear();
        }

        return null;
    }
}
