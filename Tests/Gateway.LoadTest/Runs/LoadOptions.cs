using System.Globalization;

namespace Gateway.LoadTest.Runs;

/// <summary>What to measure, from arguments of the form <c>--name value</c>; see <see cref="Usage"/>.</summary>
internal sealed record LoadOptions
{
    public const string Usage = """
        Gateway.LoadTest [--quick] [--rates N[,N…]] [--subscribers N] [--sessions N] [--rounds N] [--seconds N]
                         [--targets NAME[,NAME…]] [--set Key=value[;Key=value…]] [--server-env NAME=VALUE[,NAME=VALUE…]]
                         [--compare NAME=VALUE[,NAME=VALUE…][;…] | --idle N | --scale N[,N…] | --starts N | --alarms N [--flood N] | --watchers N | --site N]
          --quick        a short run that only checks what arrives; its figures are meaningless
          --rates        deliveries per second, of all subscribers together (default 100000,1000000)
          --subscribers  WebSockets (default 50)
          --sessions     gateway sessions over which the subscribers are spread (default 1)
          --rounds       rounds over all targets (default 3)
          --seconds      seconds that each run is measured (default 5)
          --targets      some of: gateway-messagepack gateway-json gateway-messagepack-conflate
                         raw-json raw-messagepack hub-stream hub-group nats socketio resume
          --set          settings of the gateway
          --server-env   environment variables of gateway and baselines
        Instead of the tables:
          --compare      compare the gateway without and with these environment variables; ';' separates variants
          --idle         measure this many idle subscribers
          --scale        measure these numbers of sessions with one subscriber each, at --rates events per second together
          --starts       measure this many starts of gateway and worker: the time they take and their memory
          --alarms       measure a flood of alarms beside an ordinary session, and then this many raises and clears per second
          --flood        with --alarms: alarms of the flood, in hundreds up to 5000 (default)
          --watchers     measure what this many watchers of the overview cost, with --sessions and --subscribers
          --site         measure an edge beside its owner, a resume at a new edge, and the start of an edge of a site with this many sessions
          --against      compare the gateway with other builds of it: gateway assemblies PATH[,PATH…]
          --programs     with --starts: gateway assemblies PATH[,PATH…] in place of the one built with this program
        """;

    public bool Quick { get; init; }

    public IReadOnlyList<int> Rates { get; init; } = [100_000, 1_000_000];

    public int Subscribers { get; init; } = 50;

    public int Sessions { get; init; } = 1;

    public int Rounds { get; init; } = 3;

    /// <summary>Number of events of a measured resume.</summary>
    public int ResumedEvents { get; init; } = 100_000;

    public TimeSpan Measured { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The time at the beginning of each run that is not measured.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long each target is loaded at each rate before the rounds, so that its code is compiled.</summary>
    public TimeSpan Compilation { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>Number of idle subscribers; 0 for none.</summary>
    public int Idle { get; init; }

    /// <summary>Names of the targets; null for all.</summary>
    public IReadOnlyList<string>? Targets { get; init; }

    public IReadOnlyList<string> Settings { get; init; } = [];

    public ServerVariant Server { get; init; } = ServerVariant.Plain;

    /// <summary>The variants to compare; empty for none.</summary>
    public IReadOnlyList<ServerVariant> Compared { get; init; } = [];

    /// <summary>Numbers of sessions; empty for none.</summary>
    public IReadOnlyList<int> Scale { get; init; } = [];

    /// <summary>Number of starts; 0 for none.</summary>
    public int Starts { get; init; }

    /// <summary>Raises and clears of alarms per second; 0 for no alarms.</summary>
    public int Transitions { get; init; }

    /// <summary>Number of watchers of the overview; 0 for none.</summary>
    public int Watchers { get; init; }

    /// <summary>Number of sessions of a site; 0 for no site.</summary>
    public int Site { get; init; }

    /// <summary>Number of alarms of the flood.</summary>
    public int Flood { get; init; } = 5_000;

    /// <summary>Gateway assemblies to start; empty for the one that was built with this program.</summary>
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
                options = options.With(args[i], i + 1 < args.Count ? args[++i] : throw new ArgumentException($"{args[i]} requires a value."));
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
        Transitions = 100,
        Flood = 500,
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
        "--alarms" => this with { Transitions = Number(value) },
        "--flood" => this with { Flood = Number(value) is var flood && flood % 100 == 0 && flood <= 5_000 ? flood : throw new ArgumentException("--flood must be hundreds, up to 5000.") },
        "--site" => this with { Site = Number(value) },
        "--watchers" => this with { Watchers = Number(value) },
        "--starts" => this with { Starts = Number(value) },
        "--programs" => this with { Programs = value.Split(',') },
        _ => throw new ArgumentException($"{name} is not an option."),
    };

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
        ? number
        : throw new ArgumentException($"'{text}' is not a whole number above 0.");
}
