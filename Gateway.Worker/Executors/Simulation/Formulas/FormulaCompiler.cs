namespace Gateway.Worker.Executors.Simulation.Formulas;

/// <summary>
/// Compiles a formula: numbers, names, <c>$parameters</c>, calls, unary <c>- !</c>, parentheses and, from the weakest to the
/// strongest, <c>|| &amp;&amp; == != &lt; &lt;= &gt; &gt;= + - * / %</c>. True is 1 and false is 0.
/// </summary>
internal sealed class FormulaCompiler
{
    /// <summary>
    /// A formula that is nested deeper than this is a mistake, and the recursion needs a bound to protect the stack.
    /// </summary>
    private const int MaxDepth = 64;

    private static readonly string[][] Levels = [["||"], ["&&"], ["==", "!=", "<", "<=", ">", ">="], ["+", "-"], ["*", "/", "%"]];

    private readonly List<FormulaToken> _tokens;
    private readonly IFormulaNames _names;
    private int _next;
    private int _depth;

    private FormulaCompiler(string text, IFormulaNames names)
    {
        _tokens = FormulaLexer.Read(text);
        _names = names;
    }

    private FormulaToken Current => _tokens[_next];

    /// <exception cref="FormulaException">The text is not a formula, or a name in it is unknown.</exception>
    public static Formula Compile(string text, IFormulaNames names)
    {
        var compiler = new FormulaCompiler(text, names);
        var formula = compiler.ReadLevel(0);
        return compiler.Current.Kind == FormulaTokenKind.End
            ? formula
            : throw compiler.Unexpected();
    }

    private Formula ReadLevel(int level)
    {
        if (level == Levels.Length)
        {
            return ReadUnary();
        }

        var left = ReadLevel(level + 1);
        while (Current.Kind == FormulaTokenKind.Symbol && Levels[level].Contains(Current.Text))
        {
            var symbol = Take().Text;
            left = Combine(symbol, left, ReadLevel(level + 1));
        }

        return left;
    }

    private Formula ReadUnary()
    {
        if (++_depth > MaxDepth)
        {
            throw new FormulaException("the formula is nested too deeply");
        }

        Formula result;
        if (TryTake("-"))
        {
            var operand = ReadUnary();
            result = context => -operand(context);
        }
        else if (TryTake("!"))
        {
            var operand = ReadUnary();
            result = context => operand(context) == 0 ? 1 : 0;
        }
        else
        {
            result = ReadPrimary();
        }

        _depth--;
        return result;
    }

    private Formula ReadPrimary()
    {
        var token = Take();
        switch (token.Kind)
        {
            case FormulaTokenKind.Number:
                var number = token.Number;
                return _ => number;
            case FormulaTokenKind.Parameter:
                return _names.Parameter(token.Text[1..])
                    ?? throw new FormulaException($"parameter '{token.Text}' at position {token.Position} is not defined");
            case FormulaTokenKind.Name:
                return TryTake("(") ? ReadCall(token) : ReadName(token);
            case FormulaTokenKind.Symbol when token.Text == "(":
                var inner = ReadLevel(0);
                Expect(")");
                return inner;
            default:
                _next--;
                throw Unexpected();
        }
    }

    private Formula ReadName(FormulaToken token) => token.Text switch
    {
        "t" => context => context.Seconds,
        "dt" => context => context.Step,
        "now" => context => context.UnixSeconds,
        "self" => context => context.Self,
        "i" => context => context.Index,
        "true" => _ => 1,
        "false" => _ => 0,
        "pi" => _ => Math.PI,
        _ => ReadAttribute(token),
    };

    private Formula ReadAttribute(FormulaToken token)
    {
        var attribute = Attribute(token);
        return _ => attribute.Number;
    }

    private Formula ReadCall(FormulaToken name)
    {
        if (FormulaFunctions.OfAttribute(name.Text) is { } create)
        {
            var argument = Take();
            if (argument.Kind != FormulaTokenKind.Name)
            {
                throw new FormulaException($"'{name.Text}' at position {name.Position} takes the name of an attribute");
            }

            Expect(")");
            return create(Attribute(argument));
        }

        var arguments = new List<Formula>();
        if (!TryTake(")"))
        {
            do
            {
                arguments.Add(ReadLevel(0));
            }
            while (TryTake(","));
            Expect(")");
        }

        return FormulaFunctions.Create(name.Text, [.. arguments])
            ?? throw new FormulaException($"there is no function '{name.Text}' with {arguments.Count} argument(s) (position {name.Position})");
    }

    private PlantAttribute Attribute(FormulaToken token) => _names.Attribute(token.Text)
        ?? throw new FormulaException($"attribute '{token.Text}' at position {token.Position} does not exist");

    private static Formula Combine(string symbol, Formula left, Formula right) => symbol switch
    {
        "||" => context => left(context) != 0 || right(context) != 0 ? 1 : 0,
        "&&" => context => left(context) != 0 && right(context) != 0 ? 1 : 0,
        "==" => context => left(context) == right(context) ? 1 : 0,
        "!=" => context => left(context) != right(context) ? 1 : 0,
        "<" => context => left(context) < right(context) ? 1 : 0,
        "<=" => context => left(context) <= right(context) ? 1 : 0,
        ">" => context => left(context) > right(context) ? 1 : 0,
        ">=" => context => left(context) >= right(context) ? 1 : 0,
        "+" => context => left(context) + right(context),
        "-" => context => left(context) - right(context),
        "*" => context => left(context) * right(context),
        "/" => context => left(context) / right(context),
        _ => context => left(context) % right(context),
    };

    private FormulaToken Take() => _tokens[_next++];

    private bool TryTake(string symbol)
    {
        if (Current.Kind != FormulaTokenKind.Symbol || Current.Text != symbol)
        {
            return false;
        }

        _next++;
        return true;
    }

    private void Expect(string symbol)
    {
        if (!TryTake(symbol))
        {
            throw Unexpected($", '{symbol}' was expected");
        }
    }

    private FormulaException Unexpected(string hint = "") => Current.Kind == FormulaTokenKind.End
        ? new FormulaException($"the formula ends too early{hint}")
        : new FormulaException($"unexpected '{Current.Text}' at position {Current.Position}{hint}");
}
