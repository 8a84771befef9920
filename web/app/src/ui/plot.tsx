// Columns over days by ECharts; loaded only where it is shown, coloured by the tokens in use.
import { BarChart } from "echarts/charts";
import { GridComponent, TooltipComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { useMantineColorScheme } from "@mantine/core";
import { useEffect, useRef } from "react";

echarts.use([BarChart, GridComponent, TooltipComponent, SVGRenderer]);

export default function Plot({ points, label }: { points: { name: string; value: number }[]; label: string }) {
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
      xAxis: { type: "category", data: points.map(({ name }) => name), axisTick: { show: false }, axisLine: { lineStyle: { color: token("--line-strong") } }, axisLabel: { color: token("--muted") } },
      yAxis: { type: "value", minInterval: 1, splitLine: { lineStyle: { color: token("--line") } }, axisLabel: { color: token("--muted") } },
      series: [{ type: "bar", data: points.map(({ value }) => value), itemStyle: { color: token("--accent"), borderRadius: [2, 2, 0, 0] }, barCategoryGap: "25%" }],
    });
    const watch = new ResizeObserver(() => chart.resize());
    watch.observe(element);
    return () => {
      watch.disconnect();
      chart.dispose();
    };
  }, [points, colorScheme]);
  return <div ref={place} role="img" aria-label={label} style={{ height: 190 }} />;
}
