using System.Net;
using System.Net.Sockets;

namespace Gateway.Testing;

/// <summary>
/// A port of the loopback interface that was free a moment ago. The system takes no port of this range for the near end of a
/// connection, and no other run of tests is given it, in this language or TypeScript (<c>ports.ts</c>). So it stays free for a program that starts
/// later or once more.
/// </summary>
public static class FreePort
{
    private const int First = 10_000;
    private const int End = 32_768;

    /// <summary>Longer than any run of tests.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromHours(6);

    private static readonly DirectoryInfo Given = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "gateway-ports"));

    public static int Next()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, End);
            if (IsFree(port) && Take(port))
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

    /// <summary>Makes the file that says that the port was given away. False when there is one.</summary>
    private static bool Take(int port)
    {
        var file = new FileInfo(Path.Combine(Given.FullName, $"{port}"));
        try
        {
            using var made = file.Open(FileMode.CreateNew);
            return true;
        }
        catch (IOException)
        {
            if (TimeProvider.System.GetUtcNow().UtcDateTime - file.LastWriteTimeUtc > Kept)
            {
                file.Delete();
            }

            return false;
        }
    }
}
