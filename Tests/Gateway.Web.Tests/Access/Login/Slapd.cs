using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Gateway.Testing;
using Gateway.Web.Tests.Fixtures;

namespace Gateway.Web.Tests.Access.Login;

/// <summary>
/// A real OpenLDAP server on loopback with <see cref="PlantDirectory"/>, LDAPS and StartTLS, and a test certificate authority. It
/// accepts passwords only over encrypted connections. If slapd is not installed, it does nothing, so that the tests can be
/// skipped with the reason.
/// </summary>
public sealed class Slapd : IAsyncLifetime
{
    private readonly TempDirectory _directory = new();
    private readonly TestAuthority _authority = new("Gateway test authority");
    private Process? _process;

    /// <summary>The address in the certificate.</summary>
    public const string Host = "127.0.0.1";

    /// <summary>An address that reaches the server but is not in the certificate.</summary>
    public const string OtherHost = "127.0.0.2";

    public int PlainPort { get; private set; }

    public int TlsPort { get; private set; }

    public string CaFile => _directory.File("ca.pem");

    public string OtherCaFile => _directory.File("other-ca.pem");

    public async Task InitializeAsync()
    {
        if (SlapdProgram.MissingReason is not null)
        {
            return;
        }

        Write();
        await RunAsync(SlapdProgram.Loader, "-f", _directory.File("slapd.conf"), "-l", _directory.File("plant.ldif"));
        await StartAsync();
    }

    public Task DisposeAsync()
    {
        Stop();
        _authority.Dispose();
        _directory.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Starts the program: on free ports the first time, and on the same ports later.</summary>
    public async Task StartAsync()
    {
        var isFirst = _process is null;
        for (var attempt = 0; ; attempt++)
        {
            (PlainPort, TlsPort) = isFirst ? (FreePort.Next(), FreePort.Next()) : (PlainPort, TlsPort);
            var addresses = new[] { Host, OtherHost }.Select(host => $"ldap://{host}:{PlainPort} ldaps://{host}:{TlsPort}");
            _process?.Dispose();
            _process = Start(SlapdProgram.Path, "-f", _directory.File("slapd.conf"), "-h", string.Join(' ', addresses), "-d", "0");
            if (await AnswersAsync())
            {
                return;
            }

            Assert.True(attempt < 5, $"slapd does not start: {await _process.StandardError.ReadToEndAsync(Patience.Token)}");
        }
    }

    /// <summary>Kills the program.</summary>
    public void Stop()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            _process.WaitForExit();
        }
    }

    /// <summary>Pauses the program: it keeps its connections and accepts new ones, but answers nothing.</summary>
    public Task FreezeAsync() => RunAsync("/bin/kill", "-STOP", $"{_process!.Id}");

    public Task ThawAsync() => RunAsync("/bin/kill", "-CONT", $"{_process!.Id}");

    private async Task<bool> AnswersAsync()
    {
        var answers = false;
        await Eventually.Async(async () => _process!.HasExited || (answers = await ConnectsAsync()), "slapd to answer");
        return answers;
    }

    private async Task<bool> ConnectsAsync()
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(Host, TlsPort, Patience.Token);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void Write()
    {
        Directory.CreateDirectory(_directory.File("db"));
        using var other = new TestAuthority("Another authority");
        var (certificate, key) = _authority.Issue("ldap.plant.test", IPAddress.Parse(Host));
        File.WriteAllText(CaFile, _authority.Pem);
        File.WriteAllText(OtherCaFile, other.Pem);
        File.WriteAllText(_directory.File("server.pem"), certificate);
        File.WriteAllText(_directory.File("server.key"), key);
        File.WriteAllText(_directory.File("plant.ldif"), PlantDirectory.Ldif);
        File.WriteAllText(_directory.File("slapd.conf"), Configuration());
    }

    private string Configuration() => $"""
        include {SlapdProgram.Schemas}/core.schema
        include {SlapdProgram.Schemas}/cosine.schema
        include {SlapdProgram.Schemas}/inetorgperson.schema
        modulepath {SlapdProgram.Modules}
        moduleload back_mdb
        moduleload memberof
        moduleload ppolicy
        pidfile {_directory.File("slapd.pid")}
        security simple_bind=128
        disallow bind_anon
        TLSCACertificateFile {CaFile}
        TLSCertificateFile {_directory.File("server.pem")}
        TLSCertificateKeyFile {_directory.File("server.key")}
        database mdb
        suffix {PlantDirectory.Root}
        directory {_directory.File("db")}
        maxsize 16777216
        overlay memberof
        overlay ppolicy
        ppolicy_default {PlantDirectory.PolicyDn}
        access to attrs=userPassword by anonymous auth by * none
        access to * by dn.exact="{PlantDirectory.ServiceDn}" read by self read by users read by * none

        """;

    private static Process Start(string program, params string[] arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        var error = await process.StandardError.ReadToEndAsync(Patience.Token);
        await process.WaitForExitAsync(Patience.Token);
        Assert.True(process.ExitCode == 0, $"{program} failed: {error}");
    }
}
