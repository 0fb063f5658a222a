using System.Net;
using System.Net.Sockets;

namespace Gateway.Testing;

/// <summary>
/// A port of the loopback interface that was free a moment ago. The system takes no port of this range for the near end of a
/// connection, so it stays free for a program that starts later or once more.
/// </summary>
public static class FreePort
{
    private const int First = 10_000;
    private const int End = 32_768;

    public static int Next()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, End);
            if (IsFree(port))
            {
                return port;
            }
        }
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
