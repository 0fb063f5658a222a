using System.CommandLine;
using Gateway.Errors;
using Gateway.Web.Access.Audit;
using Gateway.Web.Access.Callers;
using Gateway.Web.Access.Keys;
using Gateway.Web.Access.Tokens;
using Gateway.Web.Platform.Store;
using Gateway.Web.Sessions.Cluster.Trust;
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

    private const string Description = $"""
        Creates a token in the gateway's store and prints it. A gateway that runs on that store accepts it at once.
        The store is the one of the settings (--Gateway:Store:Path=FILE). If they name none, it is the store of the gateway that runs from this program.

        Example: {GatewayCommandLine.Name} {Name} --subject ada --scopes admin --lifetime 30d
        """;

    private const string StorePath = $"{StoreOptions.Section}:{nameof(StoreOptions.Path)}";

    public static Command Build(TextWriter output, TextWriter errors)
    {
        var options = new TokenCommandLine();
        var command = new Command(Name, Description) { TreatUnmatchedTokensAsErrors = false };
        options.AddTo(command);
        command.SetAction((parsed, cancellationToken) => RunAsync(options, parsed, output, errors));
        return command;
    }

    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    private static Task<int> RunAsync(TokenCommandLine options, ParseResult parsed, TextWriter output, TextWriter errors) => StartFaults.GuardAsync(
        async () =>
        {
            try
            {
                using var host = BuildHost(options.ContentRootOf(parsed), TokenCommandLine.SettingsOf(parsed));
                return await MintAsync(host.Services, options.RequestOf(parsed), output, errors);
            }
            catch (Exception error) when (error is ArgumentException or GatewayException { Code: GatewayErrorCode.InvalidArgument or GatewayErrorCode.Unsupported })
            {
                return await GatewayCommandLine.RefuseAsync([error.Message], parsed.CommandResult.Command, errors);
            }
        },
        errors);

    private static async Task<int> MintAsync(IServiceProvider services, TokenRequest request, TextWriter output, TextWriter errors)
    {
        services.GetRequiredService<IStartupValidator>().Validate();
        services.GetRequiredService<IOwnerDuties>().Demand("Tokens are issued");
        var store = services.GetRequiredService<StorePaths>().Database;
        var isNew = !File.Exists(store);
        await services.GetRequiredService<SigningKeyRing>().LoadAsync(CancellationToken.None);
        var origin = new TokenOrigin(TokenSourceNames.Offline, Issuer);
        var minted = await services.GetRequiredService<TokenMinter>().MintAsync(request, origin, CancellationToken.None);
        await errors.WriteLineAsync($"Created {minted} for {request.Subject} in the store {store}.");
        if (isNew)
        {
            await errors.WriteLineAsync(
                $"Warning: this store is new. Only a gateway that is started on it accepts the token; for another one name its store with --{StorePath}=FILE.");
        }

        await errors.WriteLineAsync("The token is shown only this once:");
        await output.WriteLineAsync(minted.Token.Token);
        return ExitCodes.Ok;
    }

    private static IHost BuildHost(string? contentRoot, Dictionary<string, string?> settings)
    {
        var builder = OfflineSettings.CreateBuilder(contentRoot);
        builder.Configuration.AddInMemoryCollection(settings);
        if (contentRoot is null && builder.Configuration[StorePath] is null && RunningStore() is { } running)
        {
            builder.Configuration.AddInMemoryCollection([new(StorePath, running)]);
        }

        builder.Services.AddMetrics();
        builder.Services.AddStore(builder.Configuration).AddAudit(builder.Configuration).AddAccess(builder.Configuration).AddSiteTrust(builder.Configuration).AddTokens();
        return builder.Build();
    }

    private static string? RunningStore() => RunningStores.Find() switch
    {
        [] => null,
        [var only] => only,
        var several => throw new ArgumentException(
            $"Several gateways run from this program. Name the store of one with --{StorePath}=FILE: {string.Join(", ", several)}."),
    };
}
