using Gateway.Errors;
using Gateway.Web.Access.Audit;
using Gateway.Web.Access.Keys;
using Gateway.Web.Access.Tokens;
using Gateway.Web.Platform.Store;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Hosting;

/// <summary>
/// <c>Gateway.Web token …</c> creates a token, while no gateway runs or beside a running one, for everybody who may read the store.
/// This is how the first admin gets a token. The token goes to standard output, everything else to standard error.
/// </summary>
internal static class TokenCommand
{
    public const string Name = "token";

    private const string Issuer = "offline";

    public static bool IsMeant(IReadOnlyList<string> args) => args is [Name, ..];

    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static Task<int> RunAsync(IReadOnlyList<string> args, TextWriter output, TextWriter errors) => StartFaults.GuardAsync(
        async () =>
        {
            try
            {
                var arguments = TokenArguments.Parse([.. args.Skip(1)]);
                return await MintAsync(arguments, arguments.ToRequest(), output, errors);
            }
            catch (Exception error) when (error is ArgumentException or GatewayException { Code: GatewayErrorCode.InvalidArgument })
            {
                await errors.WriteLineAsync(error.Message);
                await errors.WriteLineAsync(TokenArguments.Usage);
                return ExitCodes.BadArguments;
            }
        },
        errors);

    private static async Task<int> MintAsync(TokenArguments arguments, TokenRequest request, TextWriter output, TextWriter errors)
    {
        using var host = BuildHost(arguments);
        host.Services.GetRequiredService<IStartupValidator>().Validate();
        await host.Services.GetRequiredService<SigningKeyRing>().LoadAsync(CancellationToken.None);
        var origin = new TokenOrigin(TokenSourceNames.Offline, Issuer);
        var minted = await host.Services.GetRequiredService<TokenMinter>().MintAsync(request, origin, CancellationToken.None);
        await errors.WriteLineAsync($"Created {minted} for {request.Subject}. It is shown only this once:");
        await output.WriteLineAsync(minted.Token.Token);
        return ExitCodes.Ok;
    }

    // The host reads the same files and environment variables as the gateway itself; it is built but not started.
    private static IHost BuildHost(TokenArguments arguments)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings
        {
            ContentRootPath = arguments.ContentRoot ?? Directory.GetCurrentDirectory(),
            EnvironmentName = Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT"),
        });
        builder.Configuration.AddMachineSettings();
        builder.Configuration.AddInMemoryCollection(arguments.Settings);
        builder.Logging.ClearProviders();
        builder.Services.AddMetrics();
        builder.Services.AddStore(builder.Configuration).AddAudit(builder.Configuration).AddAccess(builder.Configuration).AddTokens();
        return builder.Build();
    }
}
