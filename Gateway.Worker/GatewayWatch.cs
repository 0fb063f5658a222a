namespace Gateway.Worker;

/// <summary>
/// Notices that the gateway's process has ended. The gateway holds the other end of standard input and never writes to it, so the
/// stream ends when the process ends, whatever the cause.
/// </summary>
internal static class GatewayWatch
{
    /// <param name="input">Standard input.</param>
    /// <param name="ended">Called once, on a separate thread.</param>
    public static void Start(Stream input, Action ended) => new Thread(() => Watch(input, ended)) { Name = "gateway watch", IsBackground = true }.Start();

    private static void Watch(Stream input, Action ended)
    {
        try
        {
            while (input.ReadByte() >= 0)
            {
                // No input is expected; any input is ignored.
            }
        }
        catch (IOException)
        {
            // A broken stream has ended.
        }

        ended();
    }
}
