using System.Globalization;
using Gateway.Protocol;

namespace Gateway.Worker;

/// <summary>Reads the arguments and the environment, and lists every fault at once.</summary>
internal static class WorkerArguments
{
    public const string NonceVariable = "GATEWAY_WORKER_NONCE";

    public const string Usage =
        "Gateway.Worker --session-id ID --pipe-name NAME --backend simulator|com [--ring-events N] [--ring-bytes N]\n"
        + "    [--max-orphan-seconds N] [--end-with-gateway true|false] [--spare true|false] [--option key=value ...]\n"
        + $"The gateway starts the worker. The environment variable {NonceVariable} has the session's nonce (base64, {"32 bytes"}).";

    public static WorkerSettings? Parse(IReadOnlyList<string> arguments, List<string> faults)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var backendOptions = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < arguments.Count; i += 2)
        {
            if (i + 1 >= arguments.Count)
            {
                faults.Add($"{arguments[i]} has no value.");
            }
            else if (arguments[i] == "--option")
            {
                AddBackendOption(arguments[i + 1], backendOptions, faults);
            }
            else if (arguments[i] is "--session-id" or "--pipe-name" or "--backend" or "--ring-events" or "--ring-bytes" or "--max-orphan-seconds" or "--end-with-gateway" or "--spare")
            {
                values[arguments[i]] = arguments[i + 1];
            }
            else
            {
                faults.Add($"{arguments[i]} is not an argument of the worker.");
            }
        }

        var options = new WorkerSettings
        {
            SessionId = Required(values, "--session-id", faults),
            PipeName = Required(values, "--pipe-name", faults),
            Backend = Required(values, "--backend", faults),
            RingEvents = Number(values, "--ring-events", 500_000, faults),
            RingBytes = Number(values, "--ring-bytes", 32 * 1024 * 1024, faults),
            MaxOrphanLifetime = TimeSpan.FromSeconds(Number(values, "--max-orphan-seconds", 600, faults)),
            EndWithGateway = Flag(values, "--end-with-gateway", faults),
            IsSpare = Flag(values, "--spare", faults),
            BackendOptions = backendOptions,
        };
        return faults.Count == 0 ? options : null;
    }

    /// <summary>
    /// Takes the nonce out of the environment, so that neither a child process nor a crash dump of the environment contains it.
    /// </summary>
    public static byte[]? TakeNonce(List<string> faults)
    {
        var text = Environment.GetEnvironmentVariable(NonceVariable);
        Environment.SetEnvironmentVariable(NonceVariable, null);
        var nonce = new byte[ProtocolLimits.NonceBytes];
        if (text is not null && Convert.TryFromBase64String(text, nonce, out var written) && written == nonce.Length)
        {
            return nonce;
        }

        faults.Add($"The environment variable {NonceVariable} must contain {ProtocolLimits.NonceBytes} bytes in base64.");
        return null;
    }

    private static void AddBackendOption(string text, Dictionary<string, string> options, List<string> faults)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 1)
        {
            faults.Add("--option must have the form key=value.");
            return;
        }

        options[text[..equals]] = text[(equals + 1)..];
    }

    private static string Required(Dictionary<string, string> values, string name, List<string> faults)
    {
        if (values.TryGetValue(name, out var value) && value.Length > 0)
        {
            return value;
        }

        faults.Add($"{name} is missing.");
        return "";
    }

    private static bool Flag(Dictionary<string, string> values, string name, List<string> faults)
    {
        if (!values.TryGetValue(name, out var text))
        {
            return false;
        }

        if (!bool.TryParse(text, out var flag))
        {
            faults.Add($"{name} must be true or false.");
        }

        return flag;
    }

    private static int Number(Dictionary<string, string> values, string name, int absent, List<string> faults)
    {
        if (!values.TryGetValue(name, out var text))
        {
            return absent;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
        {
            return number;
        }

        faults.Add($"{name} must be a whole number above 0.");
        return absent;
    }
}
