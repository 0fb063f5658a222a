using System.Text.Json;
using Gateway.CommandLine.Running;
using Gateway.Serialization;
using Spectre.Console;

namespace Gateway.CommandLine.Output;

/// <summary>
/// What a command prints: JSON with <c>--json</c>; otherwise a table on a terminal, and lines with tabs for other programs. Nothing that a
/// gateway sent reaches a terminal unless it is plain.
/// </summary>
internal sealed class Results(ToolHost host, bool isJson)
{
    public bool IsJson => isJson;

    /// <summary>The one result of a command: a JSON document in one line, or a table.</summary>
    public void Document<T>(T value, Func<TextTable> table)
    {
        if (isJson)
        {
            Json(value);
        }
        else
        {
            Table(table());
        }
    }

    /// <summary>One of many results that come one after another: a line of JSON, or a line of text.</summary>
    public void Line<T>(T value, Func<string> text)
    {
        if (isJson)
        {
            Json(value);
        }
        else
        {
            Text(text());
        }
    }

    /// <summary>A line for people. With <c>--json</c> it is not printed.</summary>
    public void Say(string text)
    {
        if (!isJson)
        {
            Text(text);
        }
    }

    /// <summary>A line beside the results, on standard error.</summary>
    public void Note(string text) => host.Errors.WriteLine(PlainText.Of(text, PlainText.LongestLine));

    /// <summary>A text that is made of columns.</summary>
    public static string Columns(params string?[] columns) => string.Join("  ", columns.Select(column => PlainText.Of(column)));

    private void Json<T>(T value)
    {
        host.Output.WriteLine(JsonSerializer.Serialize(value, GatewayJson.Options));
        host.Output.Flush();
    }

    private void Text(string text)
    {
        host.Output.WriteLine(PlainText.Of(text, PlainText.LongestLine));
        host.Output.Flush();
    }

    private void Table(TextTable table)
    {
        if (host.IsOutputTerminal)
        {
            host.Console.Write(Drawn(table));
            return;
        }

        foreach (var row in table.Rows.Prepend(table.Headers))
        {
            host.Output.WriteLine(string.Join('\t', row.Select(cell => PlainText.Of(cell))));
        }

        host.Output.Flush();
    }

    /// <summary>The table for a terminal. The texts are no markup.</summary>
    public static Table Drawn(TextTable table)
    {
        var drawn = new Table().Border(TableBorder.Simple);
        foreach (var header in table.Headers)
        {
            drawn.AddColumn(new TableColumn(new Text(header, new Style(decoration: Decoration.Bold))));
        }

        foreach (var row in table.Rows)
        {
            drawn.AddRow(row.Select(cell => new Text(PlainText.Of(cell))));
        }

        return drawn;
    }
}
