namespace Gateway.Worker;

/// <summary>
/// Notices the end of the gateway's process: it holds the other end of standard input and never writes to it, so its end is
/// the end of the stream, however it came about.
/// </summary>
internal static class GatewayWatch
{
    /// <param name="input">Standard input.</param>
    /// <param name="ended">Called once, on a thread of its own.</param>
    public static void Start(Stream input, Action ended) => new Thread(() => Watch(input, ended)) { Name = "gateway watch", IsBackground = true }.Start();

    private static void Watch(Stream input, Action ended)
    {
        try
        {
            while (input.ReadByte() >= 0)
            {
                // Nothing is expected; what comes is of no matter.
            }
        }
        catch (IOException)
        {
            // A broken stream is an ended one.
        }

        ended();
    }
}
