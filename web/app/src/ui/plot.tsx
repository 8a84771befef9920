// Columns over days by ECharts, one colour per series; loaded only where it is shown, coloured by the tokens in use.
import { BarChart } from "echarts/charts";
import { GridComponent, TooltipComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { useMantineColorScheme } from "@mantine/core";
import { useEffect, useRef } from "react";

echarts.use([BarChart, GridComponent, TooltipComponent, SVGRenderer]);

export interface Series { name: string; values: number[]; tone: "accent" | "calm" }

const TOKENS = { accent: "--accent", calm: "--muted" } as const;

export default function Plot({ names, series, label }: { names: string[]; series: Series[]; label: string }) {
  const place = useRef<HTMLDivElement>(null);
  const { colorScheme } = useMantineColorScheme();
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const token = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    const chart = echarts.init(element, null, { renderer: "svg" });
    chart.setOption({
      animation: false,
      textStyle: { fontFamily: "Source Sans 3 Variable, sans-serif" },
      grid: { left: 36, right: 4, top: 12, bottom: 24 },
      tooltip: { trigger: "axis", backgroundColor: token("--panel"), borderColor: token("--line-strong"), textStyle: { color: token("--ink") } },
      xAxis: { type: "category", data: names, axisTick: { show: false }, axisLine: { lineStyle: { color: token("--line-strong") } }, axisLabel: { color: token("--muted") } },
      yAxis: { type: "value", minInterval: 1, splitLine: { lineStyle: { color: token("--line") } }, axisLabel: { color: token("--muted") } },
      series: series.map(({ name, values, tone }) => ({ type: "bar", name, data: values, itemStyle: { color: token(TOKENS[tone]), borderRadius: [2, 2, 0, 0] }, barGap: "0%", barCategoryGap: "25%" })),
    });
    const watch = new ResizeObserver(() => chart.resize());
    watch.observe(element);
    return () => {
      watch.disconnect();
      chart.dispose();
    };
  }, [names, series, colorScheme]);
  return (
    <div>
      {series.length > 1 ? <div className="legend small">{series.map(({ name, tone }) => <span key={name}><i className={tone} aria-hidden="true" />{name}</span>)}</div> : null}
      <div ref={place} role="img" aria-label={label} style={{ height: 190 }} />
    </div>
  );
}
