using System.Globalization;

namespace Gateway.LoadTest.Runs;

/// <summary>What to measure. From arguments of the form <c>--name value</c>; see <see cref="Usage"/>.</summary>
internal sealed record LoadOptions
{
    public const string Usage = """
        Gateway.LoadTest [--quick] [--rates N[,N…]] [--subscribers N] [--sessions N] [--rounds N] [--seconds N]
                         [--targets NAME[,NAME…]] [--set Key=value[;Key=value…]] [--server-env NAME=VALUE[,NAME=VALUE…]]
                         [--compare NAME=VALUE[,NAME=VALUE…][;…] | --idle N | --scale N[,N…] | --starts N]
          --quick        a short run of everything that checks what arrives; no figure of it means anything
          --rates        deliveries a second, all subscribers together (default 100000,1000000)
          --subscribers  WebSockets (default 50)
          --sessions     gateway sessions that they are spread over (default 1)
          --rounds       rounds over all targets (default 3)
          --seconds      how long a run is measured (default 5)
          --targets      some of: gateway-messagepack gateway-json gateway-messagepack-conflate
                         raw-json raw-messagepack hub-stream hub-group nats socketio resume
          --set          settings of the gateway
          --server-env   environment variables of gateway and baselines
        Instead of the tables:
          --compare      the gateway without and with such environment variables, in turn; ';' between variants
          --idle         so many idle subscribers
          --scale        so many sessions with a subscriber each, made by one load worker, at --rates events a second together
          --starts       how long gateway and worker take to start, and what they hold then
          --against      the gateway beside other builds of it, in turn: gateway assemblies PATH[,PATH…]
          --programs     with --starts: gateway assemblies PATH[,PATH…] instead of the one built with this program
        """;

    public bool Quick { get; init; }

    public IReadOnlyList<int> Rates { get; init; } = [100_000, 1_000_000];

    public int Subscribers { get; init; } = 50;

    public int Sessions { get; init; } = 1;

    public int Rounds { get; init; } = 3;

    /// <summary>Events of a measured resume.</summary>
    public int ResumedEvents { get; init; } = 100_000;

    public TimeSpan Measured { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Of each run: what is thrown away at its beginning.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long each target is loaded at each rate before the rounds, for its code to be compiled.</summary>
    public TimeSpan Compilation { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>0 for none.</summary>
    public int Idle { get; init; }

    /// <summary>Null for all.</summary>
    public IReadOnlyList<string>? Targets { get; init; }

    public IReadOnlyList<string> Settings { get; init; } = [];

    public ServerVariant Server { get; init; } = ServerVariant.Plain;

    /// <summary>Empty for none.</summary>
    public IReadOnlyList<ServerVariant> Compared { get; init; } = [];

    /// <summary>Numbers of sessions; empty for none.</summary>
    public IReadOnlyList<int> Scale { get; init; } = [];

    /// <summary>0 for none.</summary>
    public int Starts { get; init; }

    /// <summary>Gateway assemblies that are started; empty for the one that was built with this program.</summary>
    public IReadOnlyList<string> Programs { get; init; } = [];

    /// <exception cref="ArgumentException">An argument is unknown or unreadable; the message names it.</exception>
    public static LoadOptions Parse(IReadOnlyList<string> args)
    {
        var options = new LoadOptions();
        for (var i = 0; i < args.Count; i++)
        {
            if (args[i] == "--quick")
            {
                options = Short(options);
            }
            else
            {
                options = options.With(args[i], i + 1 < args.Count ? args[++i] : throw new ArgumentException($"{args[i]} needs a value."));
            }
        }

        return options;
    }

    public bool Wants(string target) => Targets?.Contains(target, StringComparer.Ordinal) ?? true;

    private static LoadOptions Short(LoadOptions options) => options with
    {
        Quick = true,
        Rates = [20_000],
        Subscribers = 10,
        Sessions = 2,
        Rounds = 1,
        ResumedEvents = 20_000,
        Measured = TimeSpan.FromSeconds(1),
        WarmUp = TimeSpan.FromSeconds(0.5),
    };

    private LoadOptions With(string name, string value) => name switch
    {
        "--rates" => this with { Rates = [.. value.Split(',').Select(Number)] },
        "--subscribers" => this with { Subscribers = Number(value) },
        "--sessions" => this with { Sessions = Number(value) },
        "--rounds" => this with { Rounds = Number(value) },
        "--seconds" => this with { Measured = TimeSpan.FromSeconds(Number(value)) },
        "--idle" => this with { Idle = Number(value) },
        "--targets" => this with { Targets = value.Split(',') },
        "--set" => this with { Settings = value.Split(';') },
        "--server-env" => this with { Server = ServerVariant.Parse(value) },
        "--compare" => this with { Compared = [.. value.Split(';').Select(ServerVariant.Parse)] },
        "--scale" => this with { Scale = [.. value.Split(',').Select(Number)] },
        "--against" => this with { Compared = [.. value.Split(',').Select(ServerVariant.OfProgram)] },
        "--starts" => this with { Starts = Number(value) },
        "--programs" => this with { Programs = value.Split(',') },
        _ => throw new ArgumentException($"{name} is not known."),
    };

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
        ? number
        : throw new ArgumentException($"'{text}' is not a whole number above 0.");
}
